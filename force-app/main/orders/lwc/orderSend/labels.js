import making from '@salesforce/label/c.Certificate_Making';
import certificateShow from '@salesforce/label/c.Certificate_Show';
import again from '@salesforce/label/c.Check_Again';
import checkHeading from '@salesforce/label/c.Check_Heading';
import only from '@salesforce/label/c.Check_Only';
import running from '@salesforce/label/c.Check_Running';
import noPermission from '@salesforce/label/c.Problem_Need_Send_Orders';
import changed from '@salesforce/label/c.Send_Changed';
import checkFirst from '@salesforce/label/c.Send_Check_First';
import close from '@salesforce/label/c.Send_Close';
import now from '@salesforce/label/c.Send_Now';
import onItsWay from '@salesforce/label/c.Send_On_Its_Way';
import sending from '@salesforce/label/c.Send_Sending';
import stopped from '@salesforce/label/c.Send_Stopped_By_Check';
import waiting from '@salesforce/label/c.Send_Waiting';
import where from '@salesforce/label/c.Send_Where';

export default { again, certificateShow, changed, checkFirst, checkHeading, close, making, noPermission, now, onItsWay, only, running, sending, stopped, waiting, where };
