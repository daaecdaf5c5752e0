import { AsyncOptions, SignatureBuilder } from './async.ts';
import { Jws, Jwt } from './auth.ts';
import { DmlOptions } from './database.ts';
import { Http, HttpRequest, HttpResponse } from './http.ts';
import type { Frame } from '../runtime/frame.ts';
import { NotInLibrary } from '../values/value.ts';
import type { Native, Value } from '../values/value.ts';

const makers: Record<string, (args: Value[], frame: Frame) => Native> = {
  http: () => new Http(), httprequest: () => new HttpRequest(), httpresponse: () => new HttpResponse(),
  'auth.jwt': () => new Jwt(), 'auth.jws': (args) => new Jws(args),
  asyncoptions: () => new AsyncOptions(), 'queueableduplicatesignature.builder': () => new SignatureBuilder(),
  'database.dmloptions': () => new DmlOptions(),
};

/** `new` of a platform class. */
export function makeNative(name: string, args: Value[], frame: Frame): Native {
  const make = makers[name.toLowerCase()];
  if (!make) throw new NotInLibrary(`new ${name}(…)`);
  return make(args, frame);
}
