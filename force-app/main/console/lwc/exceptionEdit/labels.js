import confirm from '@salesforce/label/c.Exceptions_Action_Edit';
import customerNumber from '@salesforce/label/c.Exceptions_Customer_Number';
import customerPurchaseOrder from '@salesforce/label/c.Exceptions_Customer_Po';
import hint from '@salesforce/label/c.Exceptions_Edit_Hint';
import nothing from '@salesforce/label/c.Exceptions_Edit_Nothing';
import itemNumber from '@salesforce/label/c.Exceptions_Item_Number';
import line from '@salesforce/label/c.Exceptions_Line';
import reason from '@salesforce/label/c.Exceptions_Reason';
import cancel from '@salesforce/label/c.Exceptions_Reason_Cancel';
import reasonHint from '@salesforce/label/c.Exceptions_Reason_Hint';
import requestedDate from '@salesforce/label/c.Exceptions_Requested_Date';
import loading from '@salesforce/label/c.Panel_Loading';

export default { cancel, confirm, customerNumber, customerPurchaseOrder, hint, itemNumber, line, loading, nothing, reason, reasonHint, requestedDate };
