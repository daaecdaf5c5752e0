import nothing from '@salesforce/label/c.Filter_Nothing';
import noPermission from '@salesforce/label/c.Panel_No_Permission';
import empty from '@salesforce/label/c.Payments_Empty';
import heading from '@salesforce/label/c.Payments_Heading';
import pays from '@salesforce/label/c.Payments_Pays';
import stateAll from '@salesforce/label/c.Payments_State_All';
import stateUnapplied from '@salesforce/label/c.Payments_State_Unapplied';
import unapplied from '@salesforce/label/c.Payments_Unapplied';
import unposted from '@salesforce/label/c.Payments_Unposted';

export default { empty, heading, noPermission, nothing, pays, stateAll, stateUnapplied, unapplied, unposted };
