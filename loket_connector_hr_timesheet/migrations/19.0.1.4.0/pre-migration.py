# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Keep the sources of export lines as text instead of JSON."""
    cr.execute(
        """
        ALTER TABLE loket_export_line RENAME COLUMN sources TO sources_before;
        ALTER TABLE loket_export_line ADD COLUMN sources text;
        UPDATE loket_export_line l SET sources = share.sources
        FROM (
            SELECT line.id, STRING_AGG(
                FORMAT('%s,%s,%s,%s,%s,%s,%s,%s', source->>0, source->>1, source->>2,
                       source->>3, source->>4, source->>5, source->>6,
                       (source->>7)::boolean),
                ';' ORDER BY place
            ) AS sources
            FROM loket_export_line line,
                 JSONB_ARRAY_ELEMENTS(line.sources_before)
                     WITH ORDINALITY AS part(source, place)
            WHERE JSONB_TYPEOF(line.sources_before) = 'array'
            GROUP BY line.id
        ) share
        WHERE share.id = l.id;
        ALTER TABLE loket_export_line DROP COLUMN sources_before;
        """
    )
