import noPermission from '@salesforce/label/c.Panel_No_Permission';
import empty from '@salesforce/label/c.Payments_Empty';
import heading from '@salesforce/label/c.Payments_Heading';
import pays from '@salesforce/label/c.Payments_Pays';
import unapplied from '@salesforce/label/c.Payments_Unapplied';
import unposted from '@salesforce/label/c.Payments_Unposted';

export default { empty, heading, noPermission, pays, unapplied, unposted };
