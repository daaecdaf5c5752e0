import add from '@salesforce/label/c.Connection_Add';
import added from '@salesforce/label/c.Connection_Added';
import businessCentral from '@salesforce/label/c.Connections_Business_Central';
import change from '@salesforce/label/c.Connection_Change';
import changed from '@salesforce/label/c.Connection_Changed';
import changeOne from '@salesforce/label/c.Connection_Change_One';
import fno from '@salesforce/label/c.Connections_Fno';
import found from '@salesforce/label/c.Setup_Connections_Found';
import heading from '@salesforce/label/c.Setup_Connections';
import modeObserve from '@salesforce/label/c.Connections_Mode_Observe';
import modeSend from '@salesforce/label/c.Connections_Mode_Send';
import none from '@salesforce/label/c.Setup_Read_None';
import row from '@salesforce/label/c.Connection_Row';
import show from '@salesforce/label/c.Setup_Connections_Show';
import text from '@salesforce/label/c.Setup_Connections_Text';

export default { add, added, businessCentral, change, changed, changeOne, fno, found, heading, modeObserve, modeSend, none, row, show, text };
