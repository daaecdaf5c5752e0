import cancel from '@salesforce/label/c.Exceptions_Reason_Cancel';
import hint from '@salesforce/label/c.Exceptions_Reason_Hint';
import reason from '@salesforce/label/c.Exceptions_Reason';
import loading from '@salesforce/label/c.Panel_Loading';

export default { cancel, hint, loading, reason };
