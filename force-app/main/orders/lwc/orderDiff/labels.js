import diffCaption from '@salesforce/label/c.Check_Diff_Caption';
import diffDiffers from '@salesforce/label/c.Check_Diff_Differs';
import diffEqual from '@salesforce/label/c.Check_Diff_Equal';
import diffField from '@salesforce/label/c.Check_Diff_Field';
import diffFound from '@salesforce/label/c.Check_Diff_Found';
import diffNone from '@salesforce/label/c.Check_Diff_None';
import diffOrder from '@salesforce/label/c.Check_Diff_Order';
import diffOther from '@salesforce/label/c.Check_Diff_Other';
import diffPlanned from '@salesforce/label/c.Check_Diff_Planned';
import diffResult from '@salesforce/label/c.Check_Diff_Result';
import diffSame from '@salesforce/label/c.Check_Diff_Same';
import diffShowAll from '@salesforce/label/c.Check_Diff_Show_All';
import diffShowFewer from '@salesforce/label/c.Check_Diff_Show_Fewer';
import diffWhere from '@salesforce/label/c.Check_Diff_Where';

export default { diffCaption, diffDiffers, diffEqual, diffField, diffFound, diffNone, diffOrder, diffOther, diffPlanned, diffResult, diffSame, diffShowAll, diffShowFewer, diffWhere };
