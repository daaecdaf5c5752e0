import { ExceptionObj, raiseNull } from '../values/exception.ts';
import type { DmlRow } from '../values/exception.ts';
import { AList } from '../values/collections.ts';
import { EnumVal, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { int, str, stringList } from './arguments.ts';
import type { Methods } from './arguments.ts';

const rowAt = (self: ExceptionObj, args: Value[]): DmlRow => self.dml[int(args, 0)] ?? raiseNull();

export const exceptionMethods: Methods<ExceptionObj> = {
  getmessage: (self) => self.message,
  setmessage: (self, args) => {
    self.message = str(args, 0);
    return null;
  },
  gettypename: (self, _, scope) => (self.cls.builtin ? self.typeName : scope.frame.tx.world.names.outwardClass(self.typeName)),
  getcause: (self) => self.cause,
  initcause: (self, [cause = null]) => {
    self.cause = cause instanceof ExceptionObj ? cause : null;
    return null;
  },
  getstacktracestring: (self) => self.stack,
  getlinenumber: (self) => self.line,
  tostring: (self) => `${self.typeName}: ${self.message ?? ''}`,
  getnumdml: (self) => self.dml.length,
  getdmlmessage: (self, args) => rowAt(self, args).error.message,
  getdmlindex: (self, args) => rowAt(self, args).index,
  getdmlid: (self, args) => rowAt(self, args).id,
  getdmlstatuscode: (self, args) => rowAt(self, args).error.statusCode,
  getdmltype: (self, args) => new EnumVal('System.StatusCode', rowAt(self, args).error.statusCode, 0),
  getdmlfieldnames: (self, args) => stringList(rowAt(self, args).error.fields),
  getdmlfields: (self, args) => new AList(makeType('SObjectField'), rowAt(self, args).error.fields),
};
