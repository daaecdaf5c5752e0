import { Native, TypeVal } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { raiseNull } from '../values/exception.ts';
import type { Frame } from '../runtime/frame.ts';
import { str } from './arguments.ts';
import type { Statics } from './arguments.ts';
import { fromJson, parseJson, untyped } from './json-read.ts';
import { stringifyJson, toJson } from './json-write.ts';

const typeArgument = (value: Value | undefined): TypeVal => (value instanceof TypeVal ? value : raiseNull());

export const jsonStatics: Statics = {
  'json.serialize': ([value = null, skipNulls = false], scope) => stringifyJson(toJson(value, scope.frame, false), false, skipNulls === true),
  'json.serializepretty': ([value = null, skipNulls = false], scope) => stringifyJson(toJson(value, scope.frame, false), true, skipNulls === true),
  'json.deserialize': (args, scope) => fromJson(parseJson(str(args, 0)), typeArgument(args[1]).type, scope.frame),
  'json.deserializestrict': (args, scope) => fromJson(parseJson(str(args, 0)), typeArgument(args[1]).type, scope.frame, true),
  'json.deserializeuntyped': (args) => untyped(parseJson(str(args, 0))),
  'json.creategenerator': ([pretty = false]) => new Generator(pretty === true),
};

interface Level {
  close: '}' | ']';
  parts: string[];
}

/** JSONGenerator. */
class Generator extends Native {
  readonly kind = 'JSONGenerator';
  readonly #pretty: boolean;
  readonly #levels: Level[] = [];
  #field: string | null = null;
  #done = '';
  constructor(pretty: boolean) {
    super();
    this.#pretty = pretty;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    const written = /^write(string|number|boolean|object|date|datetime|id|blob|time|null)(field)?$/.exec(name);
    if (name === 'writestartobject') this.#levels.push({ close: '}', parts: this.#open() });
    else if (name === 'writestartarray') this.#levels.push({ close: ']', parts: this.#open() });
    else if (name === 'writeendobject' || name === 'writeendarray') this.#close();
    else if (name === 'writefieldname') this.#field = str(args, 0);
    else if (name === 'getasstring') return this.#pretty ? JSON.stringify(JSON.parse(this.#done), null, 2) : this.#done;
    else if (name === 'close' || name === 'isclosed') return name === 'close' ? null : false;
    else if (written) {
      if (written[2]) this.#field = str(args, 0);
      this.#add(stringifyJson(toJson(written[1] === 'null' ? null : args[written[2] ? 1 : 0] ?? null, frame, false), false, false));
    } else return super.call(name, args, frame) as Value;
    return null;
  }
  /** The names of open objects wait in front of their parts. */
  #open(): string[] {
    const name = this.#field;
    this.#field = null;
    return [name === null ? '' : `${JSON.stringify(name)}:`];
  }
  #close(): void {
    const level = this.#levels.pop();
    if (!level) return;
    const [prefix = '', ...parts] = level.parts;
    const body = `${prefix}${level.close === '}' ? '{' : '['}${parts.join(',')}${level.close}`;
    const outer = this.#levels.at(-1);
    if (outer) outer.parts.push(body);
    else this.#done = body;
  }
  #add(value: string): void {
    const outer = this.#levels.at(-1);
    const part = this.#field === null ? value : `${JSON.stringify(this.#field)}:${value}`;
    this.#field = null;
    if (outer) outer.parts.push(part);
    else this.#done = part;
  }
}
