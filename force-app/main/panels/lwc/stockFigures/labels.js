import atp from '@salesforce/label/c.Stock_Atp';
import few from '@salesforce/label/c.Stock_Few';
import firstDate from '@salesforce/label/c.Stock_First_Date';
import inStock from '@salesforce/label/c.Stock_In_Stock';
import moreThan from '@salesforce/label/c.Stock_More_Than';
import noDate from '@salesforce/label/c.Stock_No_Date';
import none from '@salesforce/label/c.Stock_None';
import onHand from '@salesforce/label/c.Stock_On_Hand';
import warehouse from '@salesforce/label/c.Stock_Warehouse';
import warehouseSite from '@salesforce/label/c.Stock_Warehouse_Site';

export default { atp, few, firstDate, inStock, moreThan, noDate, none, onHand, warehouse, warehouseSite };
