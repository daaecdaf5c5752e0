import heading from '@salesforce/label/c.Send_Decide_Heading';
import deciding from '@salesforce/label/c.Send_Deciding';
import reason from '@salesforce/label/c.Send_Reason';
import reasonHelp from '@salesforce/label/c.Send_Reason_Help';
import refuse from '@salesforce/label/c.Send_Refuse';
import refused from '@salesforce/label/c.Send_Refused';
import release from '@salesforce/label/c.Send_Release';
import released from '@salesforce/label/c.Send_Released';

export default { deciding, heading, reason, reasonHelp, refuse, refused, release, released };
