import { LightningElement, api } from 'lwc';

/** What each warehouse has of an item. */
export default class WarehouseList extends LightningElement {
    /** As `warehousesOf` of c/stockFigures makes them. */
    @api places = [];
}
