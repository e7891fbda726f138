/** What the start-of-shift check has settled, kept in this browser per person. */
export interface PhonePreferences {
    microphone: string;
    headset: string;
    ringer: string;
    /** Echo and noise suppression of the browser; off for headsets that do it themselves. */
    voice_processing: boolean;
    /** When the check was passed last, milliseconds since 1970; 0: never. */
    checked_at: number;
}

const shift_ms = 12 * 3_600_000;
const untouched: PhonePreferences = {
    microphone: '',
    headset: '',
    ringer: '',
    voice_processing: true,
    checked_at: 0,
};

export function readPreferences(login: string, store: Storage = window.localStorage): PhonePreferences {
    try {
        const kept: unknown = JSON.parse(store.getItem(`rufwerk.phone.${login}`) ?? '{}');
        return typeof kept === 'object' && kept !== null ? { ...untouched, ...kept } : untouched;
    } catch {
        return untouched;
    }
}

export function keepPreferences(
    login: string,
    preferences: PhonePreferences,
    store: Storage = window.localStorage,
): void {
    store.setItem(`rufwerk.phone.${login}`, JSON.stringify(preferences));
}

/** A check holds for a shift, so a reload in mid-call attaches again without a question. */
export function checkIsFresh(preferences: PhonePreferences, now_ms: number = Date.now()): boolean {
    return preferences.checked_at > 0 && now_ms - preferences.checked_at < shift_ms;
}
