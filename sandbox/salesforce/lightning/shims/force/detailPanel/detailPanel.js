import { LightningElement, api, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { detailFields, knownField, labelOf } from 'page/layouts';
import { findField } from 'page/records';

export default class DetailPanel extends LightningElement {
    @api recordId;
    @api objectApiName;
    info;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    receiveInfo({ data }) { this.info = data; }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$optionalFields' })
    record;

    get optionalFields() { return this.info && detailFields(this.info).map((path) => `${this.objectApiName}.${path}`); }
    get fields() {
        if (!this.info || !this.record.data) return [];
        return detailFields(this.info).flatMap((path) => {
            const field = findField(this.record.data, path);
            return field === undefined ? [] : [{ path, field, label: labelOf(this.info, path), dataType: path.includes('.') ? 'String' : knownField(this.info, path)?.dataType }];
        });
    }
}
