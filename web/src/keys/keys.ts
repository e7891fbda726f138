export type Command = 'answer' | 'hang_up' | 'mute' | 'hold' | 'palette' | 'help' | { result: number };

export interface Pressed {
    key: string;
    shiftKey: boolean;
    ctrlKey: boolean;
    altKey: boolean;
    metaKey: boolean;
    repeat: boolean;
}

/** What a key means. No Ctrl+Alt (AltGr on German keyboards); single keys only outside of input fields (WCAG 2.1.4). */
export function commandFor(pressed: Pressed, in_field: boolean, single_keys: boolean): Command | null {
    if (pressed.repeat || pressed.altKey) return null;
    if (pressed.ctrlKey || pressed.metaKey)
        return pressed.key.toLowerCase() === 'k' && !pressed.shiftKey ? 'palette' : null;
    if (pressed.key === 'F2') return pressed.shiftKey ? 'hang_up' : 'answer';
    if (pressed.key === 'F4' && !pressed.shiftKey) return 'mute';
    if (pressed.key === 'F8' && !pressed.shiftKey) return 'hold';
    if (in_field || !single_keys) return null;
    if (pressed.key === '?') return 'help';
    if (/^[1-9]$/.test(pressed.key)) return { result: Number(pressed.key) };
    return null;
}

export function isField(target: EventTarget | null): boolean {
    if (!(target instanceof HTMLElement)) return false;
    if (target.isContentEditable) return true;
    // In menus, lists and dialogs a letter moves the selection.
    return target.closest('input, textarea, select, [role="menu"], [role="listbox"], [role="dialog"]') !== null;
}

const kept = 'rufwerk.single_keys';

export function singleKeysAreOn(): boolean {
    return localStorage.getItem(kept) !== 'off';
}

export function switchSingleKeys(on: boolean): void {
    localStorage.setItem(kept, on ? 'on' : 'off');
}
