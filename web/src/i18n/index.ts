import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './de';
import { en } from './en';

export type Language = 'de' | 'en';
const kept = 'rufwerk.language';

export function asLanguage(text: string | null | undefined): Language | null {
    if (text?.startsWith('de')) return 'de';
    if (text?.startsWith('en')) return 'en';
    return null;
}

export async function startTexts(): Promise<void> {
    const language = asLanguage(localStorage.getItem(kept)) ?? asLanguage(navigator.language) ?? 'en';
    await i18next.use(initReactI18next).init({
        lng: language,
        fallbackLng: 'en',
        resources: { de: { translation: de }, en: { translation: en } },
        interpolation: { escapeValue: false },
    });
    document.documentElement.lang = language;
    // Another tab of this browser has changed the language: this one follows.
    window.addEventListener('storage', (event) => {
        const chosen = event.key === kept ? asLanguage(event.newValue) : null;
        if (chosen) void showLanguage(chosen);
    });
}

export async function showLanguage(language: Language): Promise<void> {
    localStorage.setItem(kept, language);
    document.documentElement.lang = language;
    await i18next.changeLanguage(language);
}
