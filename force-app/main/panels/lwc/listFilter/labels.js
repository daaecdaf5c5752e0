import period from '@salesforce/label/c.Filter_Period';
import days30 from '@salesforce/label/c.Filter_Period_30';
import days365 from '@salesforce/label/c.Filter_Period_365';
import days90 from '@salesforce/label/c.Filter_Period_90';
import anyTime from '@salesforce/label/c.Filter_Period_All';
import status from '@salesforce/label/c.Filter_Status';

export default { anyTime, days30, days365, days90, period, status };
