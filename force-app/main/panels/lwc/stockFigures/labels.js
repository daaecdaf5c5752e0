import atp from '@salesforce/label/c.Stock_Atp';
import available from '@salesforce/label/c.Stock_Available';
import few from '@salesforce/label/c.Stock_Few';
import firstDate from '@salesforce/label/c.Stock_First_Date';
import inStock from '@salesforce/label/c.Stock_In_Stock';
import moreThan from '@salesforce/label/c.Stock_More_Than';
import noDate from '@salesforce/label/c.Stock_No_Date';
import none from '@salesforce/label/c.Stock_None';
import noWarehouse from '@salesforce/label/c.Stock_No_Warehouse';
import onHand from '@salesforce/label/c.Stock_On_Hand';
import onSalesOrders from '@salesforce/label/c.Stock_On_Sales_Orders';
import ordered from '@salesforce/label/c.Stock_Ordered';
import reserved from '@salesforce/label/c.Stock_Reserved';
import some from '@salesforce/label/c.Stock_Some';
import warehouse from '@salesforce/label/c.Stock_Warehouse';
import warehouseSite from '@salesforce/label/c.Stock_Warehouse_Site';

export default { atp, available, few, firstDate, inStock, moreThan, noDate, none, noWarehouse, onHand, onSalesOrders, ordered, reserved, some, warehouse, warehouseSite };
