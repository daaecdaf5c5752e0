import { api, wire } from 'lwc';
import LightningModal from 'lightning/modal';
import { getRecord, updateRecord } from 'lightning/uiRecordApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { detailFields } from 'page/layouts';
import { findField, sentenceOf } from 'page/records';

const INPUTS = { Currency: 'number', Double: 'number', Int: 'number', Percent: 'number', Date: 'date', Boolean: 'checkbox', Phone: 'tel', Url: 'url', Email: 'email' };

export default class RecordEdit extends LightningModal {
    @api recordId;
    @api objectApiName;
    edited = {};
    failure;
    busy = false;
    info;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    receiveInfo({ data }) { this.info = data; }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$optionalFields' })
    record;

    get editable() {
        return this.info ? detailFields(this.info).filter((path) => this.info.fields[path]?.updateable) : [];
    }
    get optionalFields() { return this.info ? this.editable.map((path) => `${this.objectApiName}.${path}`) : undefined; }
    get inputs() {
        if (!this.record.data) return [];
        return this.editable.flatMap((path) => {
            const field = findField(this.record.data, path);
            if (field === undefined) return [];
            const { label, dataType } = this.info.fields[path];
            const value = path in this.edited ? this.edited[path] : field.value;
            return [{ path, label, type: INPUTS[dataType] ?? 'text', step: dataType === 'Currency' ? '0.01' : 'any', value: value ?? '', checked: value === true }];
        });
    }
    handleChange(event) {
        const { path } = event.target.dataset;
        const { type } = event.target;
        const { value, checked } = event.detail;
        this.edited[path] = type === 'checkbox' ? checked : value === '' ? null : type === 'number' ? Number(value) : value;
    }
    handleCancel() { this.close(); }
    async handleSave() {
        if (this.busy) return;
        this.busy = true;
        this.failure = undefined;
        try {
            await updateRecord({ fields: { Id: this.recordId, ...this.edited } });
            this.close('saved');
        } catch (error) {
            this.failure = sentenceOf(error);
        } finally {
            this.busy = false;
        }
    }
}
