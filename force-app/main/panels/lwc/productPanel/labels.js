import warning from '@salesforce/label/c.Error_Warning';
import heading from '@salesforce/label/c.Stock_Product_Heading';
import unknownItem from '@salesforce/label/c.Stock_Unknown_Item';

export default { heading, unknownItem, warning };
