/** What an agent has chosen and typed for a call; kept in this browser until the server has it. */
export interface Draft {
    result: string | null;
    note: string;
    /** True when the server has exactly this. */
    saved: boolean;
}

const empty: Draft = { result: null, note: '', saved: true };
const place = (call: string) => `rufwerk.draft.${call}`;

export function readDraft(call: string, store: Storage = window.sessionStorage): Draft {
    try {
        const kept: unknown = JSON.parse(store.getItem(place(call)) ?? '{}');
        return typeof kept === 'object' && kept !== null ? { ...empty, ...kept } : empty;
    } catch {
        return empty;
    }
}

export function keepDraft(call: string, draft: Draft, store: Storage = window.sessionStorage): void {
    store.setItem(place(call), JSON.stringify(draft));
}

export function forgetDraft(call: string, store: Storage = window.sessionStorage): void {
    store.removeItem(place(call));
}
