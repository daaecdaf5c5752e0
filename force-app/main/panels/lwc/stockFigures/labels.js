import few from '@salesforce/label/c.Stock_Few';
import inStock from '@salesforce/label/c.Stock_In_Stock';
import moreThan from '@salesforce/label/c.Stock_More_Than';
import none from '@salesforce/label/c.Stock_None';
import warehouse from '@salesforce/label/c.Stock_Warehouse';
import warehouseSite from '@salesforce/label/c.Stock_Warehouse_Site';

export default { few, inStock, moreThan, none, warehouse, warehouseSite };
