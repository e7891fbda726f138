import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, done } from '../api/client';
import type { Me } from '../api/types';
import { asLanguage, showLanguage } from '../i18n';
import { tellFault } from '../parts/Fault';
import { meKey } from '../session/me';

/** Signed in, the choice is kept with the person; before that, in this browser. */
export function LanguageChoice() {
    const { t, i18n } = useTranslation();
    const queries = useQueryClient();
    const choose = async (text: string) => {
        const language = asLanguage(text);
        if (!language) return;
        await showLanguage(language);
        const me = queries.getQueryData<Me | null>(meKey);
        if (!me) return;
        queries.setQueryData(meKey, { ...me, language });
        await done(api.PUT('/api/me/language', { body: { language } })).catch((cause: unknown) => tellFault(t, cause));
    };
    return (
        <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('menu.language')}
            value={asLanguage(i18n.language) ?? 'en'}
            onChange={(text) => void choose(text)}
            data={[
                { value: 'de', label: 'Deutsch' },
                { value: 'en', label: 'English' },
            ]}
        />
    );
}
