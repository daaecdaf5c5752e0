trigger CrossledgerOpportunity on Opportunity(before update, after insert, after update, after undelete) {
    DealHandler.handle(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
