import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/Empty';
import { may, useMyself } from '../../session/me';
import { areasOf } from '../../shell/Shell';
import { DeskScreen } from './DeskScreen';

/** Agents land on their desk, everybody else on the first area they may see. */
export function HomeScreen() {
    const { t } = useTranslation();
    const me = useMyself();
    const navigate = useNavigate();
    const first = areasOf(me)[0]?.to;
    useEffect(() => {
        if (first && first !== '/') void navigate({ to: first, replace: true });
    }, [first, navigate]);
    if (may(me, 'call.take')) return <DeskScreen />;
    return first ? null : <Empty text={t('error.forbidden')} />;
}
