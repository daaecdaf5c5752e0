import admin from '@salesforce/label/c.Fixer_Admin';
import erp from '@salesforce/label/c.Fixer_Erp';
import finance from '@salesforce/label/c.Fixer_Finance';
import rep from '@salesforce/label/c.Fixer_Rep';
import note from '@salesforce/label/c.Error_Note';
import request from '@salesforce/label/c.Error_Request';
import warning from '@salesforce/label/c.Error_Warning';
import whoCanFix from '@salesforce/label/c.Error_Who_Can_Fix';

export default { admin, erp, finance, rep, note, request, warning, whoCanFix };
