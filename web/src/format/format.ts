function two(value: number): string {
    return String(value).padStart(2, '0');
}

/** "00:07", "03:42", "1:02:09": a timer. Negative durations (clocks that differ) show as zero. */
export function timer(duration_ms: number): string {
    const seconds = Math.max(0, Math.floor(duration_ms / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
    return hours > 0 ? `${hours}:${rest}` : rest;
}

/** What is left until an instant; rounds up so that 00:00 means over. */
export function countdown(left_ms: number): string {
    return timer(Math.ceil(left_ms / 1000) * 1000);
}

// Two-digit area codes of the German numbering plan; all others are taken as four digits, which keeps groups readable.
const shortAreaCodes = new Set(['30', '40', '69', '89']);

/** "+49 5551 448207": groups an E.164 number for reading; anything else is returned unchanged. */
export function phoneNumber(number: string): string {
    const german = /^\+49(\d{6,13})$/.exec(number);
    if (german?.[1]) {
        const national = german[1];
        const area = shortAreaCodes.has(national.slice(0, 2)) ? 2 : national.startsWith('1') ? 3 : 4;
        return `+49 ${national.slice(0, area)} ${triples(national.slice(area))}`;
    }
    const other = /^\+(\d{2})(\d{5,13})$/.exec(number);
    return other?.[1] && other[2] ? `+${other[1]} ${triples(other[2])}` : number;
}

function triples(digits: string): string {
    const groups = digits.match(/\d{1,3}/g) ?? [digits];
    const last = groups.at(-1);
    // No lonely digit at the end: 4481 reads better as one group than 448 1.
    if (groups.length > 1 && last?.length === 1)
        return [...groups.slice(0, -2), `${groups.at(-2) ?? ''}${last}`].join(' ');
    return groups.join(' ');
}

export function dateTime(at_ms: number, language: string): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }).format(at_ms);
}

export function timeOfDay(at_ms: number, language: string): string {
    return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at_ms);
}

/** The start of a local day given as "2026-11-23", in milliseconds; undefined when it is not a date. */
export function startOfDay(day: string, daysLater = 0): number | undefined {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
    if (!parts) return undefined;
    const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater).getTime();
    return Number.isNaN(at) ? undefined : at;
}

/** "LB" for Lena Brandt, "A" for one word. */
export function initials(name: string): string {
    const words = name.split(/\s+/).filter(Boolean);
    return [words[0], words.length > 1 ? words.at(-1) : undefined]
        .map((word) => word?.[0]?.toUpperCase() ?? '')
        .join('');
}
