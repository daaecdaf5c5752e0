import warning from '@salesforce/label/c.Error_Warning';
import atp from '@salesforce/label/c.Stock_Atp';
import available from '@salesforce/label/c.Stock_Available';
import empty from '@salesforce/label/c.Stock_Empty';
import firstDate from '@salesforce/label/c.Stock_First_Date';
import heading from '@salesforce/label/c.Stock_Heading';
import hide from '@salesforce/label/c.Stock_Hide';
import hideWarehouses from '@salesforce/label/c.Stock_Hide_Warehouses';
import noDate from '@salesforce/label/c.Stock_No_Date';
import onHand from '@salesforce/label/c.Stock_On_Hand';
import short from '@salesforce/label/c.Stock_Short';
import show from '@salesforce/label/c.Stock_Show';
import showWarehouses from '@salesforce/label/c.Stock_Show_Warehouses';
import unknownItem from '@salesforce/label/c.Stock_Unknown_Item';
import wanted from '@salesforce/label/c.Stock_Wanted';
import warehouse from '@salesforce/label/c.Stock_Warehouse';
import warehouseSite from '@salesforce/label/c.Stock_Warehouse_Site';

export default { atp, available, empty, firstDate, heading, hide, hideWarehouses, noDate, onHand, short, show, showWarehouses, unknownItem, wanted, warehouse, warehouseSite, warning };
