import close from '@salesforce/label/c.Invoice_Detail_Close';
import lines from '@salesforce/label/c.Invoice_Detail_Lines';
import missing from '@salesforce/label/c.Invoice_Detail_Missing';
import noPayments from '@salesforce/label/c.Invoice_Detail_No_Payments';
import order from '@salesforce/label/c.Invoice_Detail_Order';
import paidBy from '@salesforce/label/c.Invoice_Detail_Paid_By';
import paymentsUnknown from '@salesforce/label/c.Invoice_Detail_Payments_Unknown';
import noLines from '@salesforce/label/c.No_Lines';
import loading from '@salesforce/label/c.Panel_Loading';
import unposted from '@salesforce/label/c.Payments_Unposted';

export default { close, lines, loading, missing, noLines, noPayments, order, paidBy, paymentsUnknown, unposted };
