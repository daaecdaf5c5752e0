import empty from '@salesforce/label/c.Connections_Empty';
import heading from '@salesforce/label/c.Connections_Heading';
import noPermission from '@salesforce/label/c.Connections_Need_Permission';
import resumeAll from '@salesforce/label/c.Connections_Resume_All';
import resumeAllQuestion from '@salesforce/label/c.Connections_Resume_All_Question';
import resumedAll from '@salesforce/label/c.Connections_Resumed_All';
import stopAll from '@salesforce/label/c.Connections_Stop_All';
import stopAllQuestion from '@salesforce/label/c.Connections_Stop_All_Question';
import stoppedAll from '@salesforce/label/c.Connections_Stopped_All';
import stoppedAllDone from '@salesforce/label/c.Connections_Stopped_All_Done';
import warning from '@salesforce/label/c.Error_Warning';

export default { empty, heading, noPermission, resumeAll, resumeAllQuestion, resumedAll, stopAll, stopAllQuestion, stoppedAll, stoppedAllDone, warning };
