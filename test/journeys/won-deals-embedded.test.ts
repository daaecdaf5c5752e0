import { describe, it } from 'vitest';
import { winDeals } from '../support/won-deals.ts';

describe('200 won deals of 60 accounts, with a hostile ERP and a backend killed three times', () => {
  it('become exactly 200 orders and 60 customers on the embedded store', () => winDeals(), 900_000);
});
