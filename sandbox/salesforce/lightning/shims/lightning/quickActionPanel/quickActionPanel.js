import { LightningElement, api } from 'lwc';

export default class QuickActionPanel extends LightningElement { @api header; }
