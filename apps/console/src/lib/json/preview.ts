import { isContainer } from './json-rows';

/** A value in one line, cut to about `charsMax` characters: enough to recognise it by. */
export function jsonPreview(value: unknown, charsMax: number): string {
  const text = preview(value, charsMax);
  return text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text;
}

function preview(value: unknown, room: number): string {
  if (!isContainer(value)) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts: string[] = [];
  let used = 0;
  for (const [key, item] of Object.entries(value)) {
    // The rest would be cut anyway: a value may have a quarter of a million members.
    if (used > room) break;
    const part = isList ? preview(item, room - used) : `${key}: ${preview(item, room - used)}`;
    parts.push(part);
    used += part.length;
  }
  return isList ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}
