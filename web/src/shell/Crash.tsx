import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty';

/** In the place of a screen that threw: the call is kept by the server, so a reload loses nothing. */
export function Crash() {
    const { t } = useTranslation();
    return (
        <div role="alert">
            <Empty text={t('error.title')} hint={t('error.crash')}>
                <Button onClick={() => window.location.reload()}>{t('error.reload')}</Button>
            </Empty>
        </div>
    );
}
