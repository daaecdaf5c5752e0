import { api } from 'lwc';
import LightningModal from 'lightning/modal';

export default class SelectClosedStage extends LightningModal {
    @api stages = [];
    picked;
    get options() { return this.stages.map((stage) => ({ label: stage, value: stage })); }
    get chosen() { return this.picked ?? this.stages[0]; }
    handlePick(event) { this.picked = event.detail.value; }
    handleSave() { this.close(this.chosen); }
    handleCancel() { this.close(); }
}
