import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One sentence and at most one action. */
export function Empty({
    icon,
    text,
    hint,
    children,
}: {
    icon?: ReactNode;
    text: string;
    hint?: string;
    children?: ReactNode;
}) {
    return (
        <Stack align="center" gap="sm" p="xl" ta="center">
            {icon}
            <Text fz={16} fw={600}>
                {text}
            </Text>
            {hint && <Text c="dimmed">{hint}</Text>}
            {children}
        </Stack>
    );
}
