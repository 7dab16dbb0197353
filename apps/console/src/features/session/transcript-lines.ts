// Turns messages into the lines of a transcript: what separates them is as much a part of the story as what was said.
import { dayKey } from '../../lib/format/time';
import type { SessionTranscriptMessageFragment } from '../../lib/generated/graphql';

export type TranscriptMessage = SessionTranscriptMessageFragment;

export type TranscriptLine =
  | { readonly type: 'day'; readonly id: string; readonly at: number }
  | { readonly type: 'gap'; readonly id: string; readonly lengthMs: number }
  | { readonly type: 'platform'; readonly id: string; readonly platform: string }
  | { readonly type: 'message'; readonly id: string; readonly message: TranscriptMessage; readonly opensRun: boolean };

/** A silence that a reader should see. */
const gapMs = 15 * 60_000;
/** Messages of one speaker that are closer than this are read as one turn. */
const runMs = 5 * 60_000;

/** The lines from oldest to newest. Times are those of `zone`, since a day begins at another instant elsewhere. */
export function transcriptLines(messages: readonly TranscriptMessage[], zone: string): TranscriptLine[] {
  return messages.flatMap((message, index) => {
    const separators = separatorsBefore(message, messages[index - 1], zone);
    const opensRun = separators.length > 0 || !continuesRun(message, messages[index - 1]);
    return [...separators, { type: 'message' as const, id: message.id, message, opensRun }];
  });
}

function separatorsBefore(
  message: TranscriptMessage,
  previous: TranscriptMessage | undefined,
  zone: string,
): TranscriptLine[] {
  const at = Date.parse(message.createdAt);
  const day: TranscriptLine = { type: 'day', id: `day ${message.id}`, at };
  if (previous === undefined) return [day];
  const previousAt = Date.parse(previous.createdAt);
  return [
    ...(at - previousAt >= gapMs ? [{ type: 'gap' as const, id: `gap ${message.id}`, lengthMs: at - previousAt }] : []),
    ...(dayKey(at, zone) === dayKey(previousAt, zone) ? [] : [day]),
    ...(message.platform === previous.platform
      ? []
      : [{ type: 'platform' as const, id: `platform ${message.id}`, platform: message.platform }]),
  ];
}

function continuesRun(message: TranscriptMessage, previous: TranscriptMessage | undefined): boolean {
  return (
    previous !== undefined &&
    message.role === previous.role &&
    message.participant?.id === previous.participant?.id &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < runMs
  );
}
