import cancel from '@salesforce/label/c.Exceptions_Reason_Cancel';
import hint from '@salesforce/label/c.Exceptions_Reason_Hint';
import reason from '@salesforce/label/c.Exceptions_Reason';

export default { cancel, hint, reason };
