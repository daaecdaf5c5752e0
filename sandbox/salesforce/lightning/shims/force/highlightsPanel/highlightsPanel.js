import { LightningElement, api, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import RecordEdit from 'force/recordEdit';
import { highlightFields, knownField, labelOf } from 'page/layouts';
import { findField } from 'page/records';
import { say } from 'page/words';
import { componentActions, openAction } from 'page/actions';

export default class HighlightsPanel extends LightningElement {
    @api recordId;
    @api objectApiName;
    info;
    editText = say('Edit');

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    receiveInfo({ data }) { this.info = data; }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$optionalFields' })
    record;

    get optionalFields() {
        const lookups = highlightFields(this.objectApiName).filter((path) => path.includes('.')).map((path) => `${path.split('.')[0]}.Id`);
        return ['Name', ...highlightFields(this.objectApiName), ...lookups].map((path) => `${this.objectApiName}.${path}`);
    }
    get failure() { return this.record.error && (this.record.error.body?.[0]?.message ?? 'This record cannot be shown.'); }
    get name() { return findField(this.record.data, 'Name')?.value; }
    get label() { return this.info?.label; }
    get iconName() { return { Account: 'standard:account', Opportunity: 'standard:opportunity', Product2: 'standard:product', Contact: 'standard:contact' }[this.objectApiName] ?? 'standard:record'; }
    get actions() { return componentActions(this.objectApiName); }
    get highlights() {
        if (!this.info || !this.record.data) return [];
        return highlightFields(this.objectApiName).flatMap((path) => {
            const field = findField(this.record.data, path);
            if (field === undefined) return [];
            const link = path.includes('.') && !path.startsWith('Owner') ? findField(this.record.data, `${path.split('.')[0]}.Id`)?.value : undefined;
            return [{ path, field, link, label: labelOf(this.info, path), dataType: path.includes('.') ? 'String' : knownField(this.info, path)?.dataType }];
        });
    }
    handleAction(event) { openAction(event.target.dataset.name, { recordId: this.recordId, objectApiName: this.objectApiName }); }
    async handleEdit() { await RecordEdit.open({ label: `${say('Edit')} ${this.name}`, size: 'medium', recordId: this.recordId, objectApiName: this.objectApiName }); }
}
