import 'i18next';
import type { demoEn } from './demo';
import type { en } from './en';

declare module 'i18next' {
    interface CustomTypeOptions {
        resources: { translation: typeof en; demo: typeof demoEn };
        returnNull: false;
    }
}
