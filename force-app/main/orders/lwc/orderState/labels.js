import accepted from '@salesforce/label/c.Push_Accepted';
import blocked from '@salesforce/label/c.Push_Blocked';
import dead from '@salesforce/label/c.Push_Dead';
import discarded from '@salesforce/label/c.Push_Discarded';
import held from '@salesforce/label/c.Push_Held';
import observed from '@salesforce/label/c.Push_Observed';
import refused from '@salesforce/label/c.Push_Refused';
import sent from '@salesforce/label/c.Push_Sent';
import waiting from '@salesforce/label/c.Push_Waiting';
import working from '@salesforce/label/c.Push_Working';
import writtenBack from '@salesforce/label/c.Push_Written_Back';
import alreadySent from '@salesforce/label/c.Send_Already';
import cannotSend from '@salesforce/label/c.Send_Cannot';
import taken from '@salesforce/label/c.Send_Taken';
import nextTry from '@salesforce/label/c.Timeline_Next_Try';

export default { accepted, alreadySent, blocked, cannotSend, dead, discarded, held, nextTry, observed, refused, sent, taken, waiting, working, writtenBack };
