import account from '@salesforce/label/c.Setup_Pages_Account';
import complete from '@salesforce/label/c.Setup_Pages_Complete';
import heading from '@salesforce/label/c.Setup_Pages';
import lacking from '@salesforce/label/c.Setup_Pages_Lacking';
import lacks from '@salesforce/label/c.Setup_Pages_Lacks';
import link from '@salesforce/label/c.Setup_Pages_Link';
import more from '@salesforce/label/c.Setup_Pages_More';
import none from '@salesforce/label/c.Setup_Pages_None';
import nothing from '@salesforce/label/c.Setup_Pages_Nothing';
import object from '@salesforce/label/c.Setup_Pages_Object';
import opportunity from '@salesforce/label/c.Setup_Pages_Opportunity';
import page from '@salesforce/label/c.Setup_Pages_Page';
import product from '@salesforce/label/c.Setup_Pages_Product';
import sample from '@salesforce/label/c.Setup_Pages_Sample';
import samplesOnly from '@salesforce/label/c.Setup_Pages_Samples_Only';
import show from '@salesforce/label/c.Setup_Pages_Show';
import text from '@salesforce/label/c.Setup_Pages_Text';

export default { account, complete, heading, lacking, lacks, link, more, none, nothing, object, opportunity, page, product, sample, samplesOnly, show, text };
