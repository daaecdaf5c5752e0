import warning from '@salesforce/label/c.Error_Warning';
import atp from '@salesforce/label/c.Stock_Atp';
import firstDate from '@salesforce/label/c.Stock_First_Date';
import heading from '@salesforce/label/c.Stock_Product_Heading';
import noDate from '@salesforce/label/c.Stock_No_Date';
import onHand from '@salesforce/label/c.Stock_On_Hand';
import unknownItem from '@salesforce/label/c.Stock_Unknown_Item';

export default { atp, firstDate, heading, noDate, onHand, unknownItem, warning };
