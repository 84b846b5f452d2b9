/** What came over the wire is not what the contract says. The path names the member. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Checks an unknown value and gives it its type, or throws {@link ShapeError}. Members it does not know are left out. */
export type Decoder<T> = (value: unknown, path: string) => T;

export type Infer<D> = D extends Decoder<infer T> ? T : never;

type Fields = Readonly<Record<string, Decoder<unknown>>>;
type Required<F extends Fields> = { readonly [K in keyof F]: Infer<F[K]> };
type Optional<F extends Fields> = { readonly [K in keyof F]?: Infer<F[K]> };

export type JsonObject = Readonly<Record<string, unknown>>;

export function decode<T>(decoder: Decoder<T>, value: unknown): T {
  return decoder(value, '$');
}

export const string: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') {
    throw new ShapeError(`${path} is not a string`);
  }
  return value;
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ShapeError(`${path} is not a number`);
  }
  return value;
};

export const boolean: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') {
    throw new ShapeError(`${path} is not a boolean`);
  }
  return value;
};

export const jsonObject: Decoder<JsonObject> = (value, path) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(`${path} is not an object`);
  }
  return value as JsonObject;
};

export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null ? null : decoder(value, path));
}

export function oneOf<const T extends string>(...names: readonly T[]): Decoder<T> {
  return (value, path) => {
    const found = names.find((name) => name === value);
    if (found === undefined) {
      throw new ShapeError(`${path} is none of ${names.join(', ')}`);
    }
    return found;
  };
}

export function array<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) {
      throw new ShapeError(`${path} is not an array`);
    }
    return value.map((each, index) => item(each, `${path}[${index}]`));
  };
}

/** An object whose members are named by data, all of one kind. */
export function record<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(Object.entries(jsonObject(value, path)).map(([name, each]) => [name, item(each, `${path}.${name}`)]));
}

/** An object with members that must be there and members that may be absent (the contract never writes null). */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no optional members is what it means
export function object<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Decoder<Required<R> & Optional<O>> {
  return (value, path) => {
    const source = jsonObject(value, path);
    const result: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(required)) {
      result[name] = member(source[name], `${path}.${name}`);
    }
    for (const [name, member] of Object.entries(optional ?? {})) {
      if (source[name] !== undefined && source[name] !== null) {
        result[name] = member(source[name], `${path}.${name}`);
      }
    }
    return result as Required<R> & Optional<O>;
  };
}

/** A union told apart by one member. Answers undefined for a case that is not in the table: a newer server may have more. */
export function tagged<Tag extends string, T extends Readonly<Record<string, Decoder<unknown>>>>(
  tag: Tag,
  cases: T,
): Decoder<{ readonly [K in keyof T]: { readonly [P in Tag]: K } & Infer<T[K]> }[keyof T] | undefined> {
  return (value, path) => {
    const name = string(jsonObject(value, path)[tag], `${path}.${tag}`);
    const member = Object.hasOwn(cases, name) ? cases[name] : undefined;
    if (member === undefined) {
      return undefined;
    }
    return { [tag]: name, ...(member(value, path) as object) } as never;
  };
}
