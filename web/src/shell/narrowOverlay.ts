import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import classes from './shell.module.css';

/** On a phone an open menu covers most of the page: a tap beside it only closes it, and never hits a button that is half beneath. */
export const narrowOverlay = {
    withOverlay: true,
    overlayProps: { className: classes['menu-overlay'] ?? '', backgroundOpacity: 0.3 },
};

/** What lies under that overlay is out of reach for the keyboard and the screen reader too, as long as the menu is open. */
export function useInertBehind(opened: boolean) {
    const narrow = useMediaQuery('(width < 768px)');
    const inert = opened && narrow;
    useEffect(() => {
        const page = document.getElementById('root');
        if (!page || !inert) return;
        page.inert = true;
        return () => {
            page.inert = false;
        };
    }, [inert]);
}
