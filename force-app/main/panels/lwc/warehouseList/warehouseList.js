import { LightningElement, api } from 'lwc';
import available from '@salesforce/label/c.Stock_Available';
import onHand from '@salesforce/label/c.Stock_On_Hand';

/** What each warehouse has of an item. */
export default class WarehouseList extends LightningElement {
    /** As `warehousesOf` of c/stockFigures makes them. */
    @api places = [];

    labels = { available, onHand };
}
