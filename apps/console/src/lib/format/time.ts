const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago or how far ahead, in one unit: `now`, `45 s ago`, `in 12 min`, `3 h ago`, `5 d ago`, `8 mo ago`, `2 y ago`. */
export function relativeTime(instant: number, now: number): string {
  const distance = Math.abs(now - instant);
  if (distance < 5 * second) return 'now';
  const length = oneUnit(distance);
  return instant > now ? `in ${length}` : `${length} ago`;
}

function oneUnit(duration: number): string {
  if (duration < minute) return `${Math.floor(duration / second)} s`;
  if (duration < hour) return `${Math.floor(duration / minute)} min`;
  if (duration < day) return `${Math.floor(duration / hour)} h`;
  if (duration < 60 * day) return `${Math.floor(duration / day)} d`;
  if (duration < 730 * day) return `${Math.floor(duration / (30.44 * day))} mo`;
  return `${Math.floor(duration / (365.25 * day))} y`;
}

/** A duration in its two largest units: `48 s`, `2 min 05 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / second));
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3_600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return seconds > 0 ? `${minutes} min ${pad(seconds)} s` : `${minutes} min`;
  return `${seconds} s`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** `20 Nov 2026, 14:02:11 CET`: exact to the second, with the zone, because people copy it into other conversations. */
export function exactTime(instant: number, zone: string): string {
  return formatter(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(instant);
}

/** `20 Nov 14:02`, with the year where it is not this one. */
export function shortTime(instant: number, now: number, zone: string): string {
  const isThisYear = yearOf(instant, zone) === yearOf(now, zone);
  return formatter(zone, {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
    .format(instant)
    .replace(',', '');
}

/** `14:02`. */
export function clockTime(instant: number, zone: string): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(instant);
}

/** `14:02:11`. */
export function clockTimeWithSeconds(instant: number, zone: string): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(instant);
}

/** `Friday 20 November 2026`. */
export function dayName(instant: number, zone: string): string {
  return formatter(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(instant)
    .replace(',', '');
}

/** `2026-11-20` in that zone: two instants are of one day where these are equal. */
export function dayKey(instant: number, zone: string): string {
  const parts = formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** True where the platform knows this zone; a cookie may say anything. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function yearOf(instant: number, zone: string): string {
  return formatter(zone, { year: 'numeric' }).format(instant);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// One language for server and browser: the markup must be the same in both, and the words around the times are English.
function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + Object.keys(options).join();
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formatters.set(key, made);
  return made;
}
