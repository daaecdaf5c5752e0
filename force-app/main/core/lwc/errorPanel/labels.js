import admin from '@salesforce/label/c.Fixer_Admin';
import erp from '@salesforce/label/c.Fixer_Erp';
import finance from '@salesforce/label/c.Fixer_Finance';
import rep from '@salesforce/label/c.Fixer_Rep';
import note from '@salesforce/label/c.Error_Note';
import access from '@salesforce/label/c.Problem_Access';
import accessNext from '@salesforce/label/c.Problem_Access_Next';
import request from '@salesforce/label/c.Error_Request';
import unknown from '@salesforce/label/c.Error_Unknown';
import unknownNext from '@salesforce/label/c.Error_Unknown_Next';
import warning from '@salesforce/label/c.Error_Warning';
import whoCanFix from '@salesforce/label/c.Error_Who_Can_Fix';

export default { access, accessNext, admin, erp, finance, rep, note, request, unknown, unknownNext, warning, whoCanFix };
