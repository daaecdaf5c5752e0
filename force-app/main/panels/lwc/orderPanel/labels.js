import noLines from '@salesforce/label/c.No_Lines';
import cancelled from '@salesforce/label/c.Order_Cancelled';
import confirmed from '@salesforce/label/c.Order_Confirmed';
import held from '@salesforce/label/c.Order_Held';
import invoiced from '@salesforce/label/c.Order_Invoiced';
import open from '@salesforce/label/c.Order_Open';
import picked from '@salesforce/label/c.Order_Picked';
import shipped from '@salesforce/label/c.Order_Shipped';
import created from '@salesforce/label/c.Orders_Created';
import empty from '@salesforce/label/c.Orders_Empty';
import heading from '@salesforce/label/c.Orders_Heading';
import purchaseOrder from '@salesforce/label/c.Orders_Purchase_Order';
import requested from '@salesforce/label/c.Orders_Requested';
import noPermission from '@salesforce/label/c.Panel_No_Permission';

export default { cancelled, confirmed, created, empty, heading, held, invoiced, noLines, noPermission, open, picked, purchaseOrder, requested, shipped };
