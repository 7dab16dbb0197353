import { describe, expect, it } from 'vitest';
import { BadLine, parseObject } from './shape.js';

describe('parseObject', () => {
  it.each([
    ['{', /^Not JSON: /],
    ['[]', /^The line must be an object\.$/],
    ['null', /must be an object/],
    ['"text"', /must be an object/],
    ['{"n":12345678901234567890}', /^The number 12345678901234567890 cannot be kept exactly/],
    ['{"n":[1e400]}', /^The number 1e400 cannot be kept exactly/],
    ['{"n":-9007199254740993}', /cannot be kept exactly/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseObject(text)).toThrow(BadLine);
    expect(() => parseObject(text)).toThrow(reason);
  });

  it.each(['9007199254740992', '1e21', '0.1', '1e-7', '100000000000000000000'])(
    'takes %s, which JSON keeps',
    (number) => {
      expect(parseObject(`{"n":${number}}`).json('n')).toBe(Number(number));
    },
  );

  it('takes digits in a text for what they are', () => {
    expect(parseObject('{"n":"12345678901234567890"}').text('n')).toBe('12345678901234567890');
  });

  it('keeps keys such as __proto__ and constructor, and their order', () => {
    const text = '{"b":1,"__proto__":{"x":1},"constructor":2,"a":[{"__proto__":null}]}';
    expect(JSON.stringify(parseObject(`{"value":${text}}`).json('value'))).toBe(text);
  });
});

describe('Shape', () => {
  const shape = parseObject('{"text":"t","none":null,"number":5,"flag":true,"list":["a",1],"object":{"inner":1}}');

  it('reads each field by its form', () => {
    expect(shape.text('text')).toBe('t');
    expect(shape.textOrNull('none')).toBeNull();
    expect(shape.textOrNull('absent')).toBeNull();
    expect(shape.number('number')).toBe(5);
    expect(shape.flag('flag')).toBe(true);
    expect(shape.flag('absent')).toBe(false);
    expect(shape.list('list')).toEqual(['a', 1]);
    expect(shape.list('absent')).toEqual([]);
    expect(shape.object('object').number('inner')).toBe(1);
    expect(shape.oneOf('text', ['s', 't'])).toBe('t');
    expect(shape.has('none')).toBe(false);
  });

  it.each<[() => unknown, string]>([
    [() => shape.text('none'), "The line's none is missing."],
    [() => shape.text('number'), "The line's number must be a text."],
    [() => shape.number('text'), "The line's text must be a number."],
    [() => shape.flag('text'), "The line's text must be true or false."],
    [() => shape.list('text'), "The line's text must be a list."],
    [() => shape.texts('list'), "The line's list must hold texts."],
    [() => shape.object('text'), "The line's text must be an object."],
    [() => shape.objects('list'), "The line's list[0] must be an object."],
    [() => shape.oneOf('text', ['a', 'b']), "The line's text must be one of a, b."],
    [() => shape.object('object').text('inner'), "The line's object's inner must be a text."],
  ])('says what is wrong with a field: %#', (read, reason) => {
    expect(read).toThrow(reason);
  });

  it('complains about a field that nobody asks for', () => {
    const line = parseObject('{"a":1,"b":2,"__proto__":3}');
    line.number('a');
    expect(() => line.assertNothingElse()).toThrow("The line's b is not known here.");
    line.number('b');
    expect(() => line.assertNothingElse()).toThrow("The line's __proto__ is not known here.");
  });

  it('does not find what every object inherits', () => {
    expect(parseObject('{}').json('toString')).toBeNull();
    expect(parseObject('{}').json('__proto__')).toBeNull();
  });
});
