import type { Call } from '../../api/types';

const columns = [
    'id',
    'started_at',
    'answered_at',
    'ended_at',
    'client_name',
    'queue_name',
    'number',
    'caller',
    'caller_name',
    'agent',
    'agent_name',
    'wait_ms',
    'talk_ms',
    'end_reason',
    'result',
    'note',
] as const satisfies readonly (keyof Call)[];

function cell(name: (typeof columns)[number], call: Call): string {
    const value = call[name];
    if (value === null) return '';
    if (name.endsWith('_at') && typeof value === 'number') return new Date(value).toISOString();
    const text = String(value);
    // A spreadsheet would run what begins like a formula; a telephone number is none.
    const harmless = /^\+\d+$/.test(text) ? text : text.replace(/^[=+\-@\t\r]/, "'$&");
    return /[";\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Semicolons and a byte order mark: what spreadsheets open rightly both in German and in English. Times are UTC. */
export function asCsv(calls: readonly Call[]): string {
    const lines = [columns.join(';'), ...calls.map((call) => columns.map((name) => cell(name, call)).join(';'))];
    return `\uFEFF${lines.join('\r\n')}\r\n`;
}

export function download(name: string, text: string): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
}
