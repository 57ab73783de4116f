-- Plausible filings :first to :last of a year's series: one row each in documents, attachments and movements, all naming one file.
-- They carry no receipt and no audit row of their own: a grown database is for measuring, and says so.
WITH said AS (
    SELECT
        gen_random_uuid() AS id,
        n,
        CAST(:year AS text) AS year,
        CAST(:until AS timestamptz) - (CAST(:total AS float) - n) / CAST(:total AS float) * interval '300 days' AS presented_at,
        (ARRAY['Rosa', 'Juan', 'María', 'Luis', 'Flor', 'Percy', 'Ñusta', 'Carla', 'Teodoro', 'Milagros', 'Segundo', 'Ana'])[1 + n % 12] AS first_name,
        (ARRAY['Quispe', 'Sernaqué', 'Yarlequé', 'Ipanaqué', 'Nizama', 'Chunga', 'López', 'Campos', 'Zapata', 'Távara', 'Rentería', 'Saavedra', 'Huamán'])[1 + n % 13] AS last_name,
        (ARRAY['Mamani', 'Ruiz', 'Vílchez', 'Antón', 'Timaná', 'Castillo', 'Moscol', 'Sosa', 'Peña', 'Vera', 'Arca'])[1 + n % 11] AS mother_name,
        (ARRAY['Licencia de funcionamiento', 'Prescripción de deuda', 'Acceso a la información', 'Certificado de numeración', 'Copia certificada', 'Recurso de apelación', 'Autorización de evento', 'Constancia de posesión', 'Reclamo por ruidos'])[1 + n % 9] AS matter,
        (ARRAY['bodega', 'botica', 'librería', 'peluquería', 'taller', 'restaurante', 'ferretería'])[1 + n % 7] AS about,
        (ARRAY['presented', 'received', 'received', 'routed', 'routed', 'routed', 'routed', 'withdrawn'])[1 + (n * 7 + n / 8) % 8] AS status
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n
),
made AS (
    SELECT *, status IN ('received', 'routed') AS registered,
        CAST(:registry AS bigint) + count(*) FILTER (WHERE status IN ('received', 'routed')) OVER (ORDER BY n) AS registry
    FROM said
),
counted AS (
    UPDATE counters SET value = value + (SELECT count(*) FROM made WHERE registered)
    WHERE series = 'EXP' AND counters.year = CAST(:year AS int)
),
filed AS (
    INSERT INTO documents (
        id, number, registry_number, status, version, channel, subject, body, document_type, procedure_id, priority, folios,
        person_type, identity_type, identity_number, applicant_name, electronic_notice, privacy_consent_version,
        presented_at, presentation_date, rule, received_at, due_on, term_days, term_starts_from, search
    )
    SELECT
        id, 'P-' || year || '-' || lpad(n::text, greatest(6, length(n::text)), '0'),
        CASE WHEN registered
            THEN 'EXP-' || year || '-' || lpad(registry::text, greatest(6, length(registry::text)), '0') END,
        status, 1, 'web', matter || ', ' || about || ' ' || n, 'Solicito lo que indica el asunto.', 'solicitud',
        CASE WHEN n % 3 = 0 THEN CAST(:procedure AS uuid) END, 'normal', 1 + n % 40,
        'natural', 'dni', lpad((10000000 + n)::text, 8, '0'), first_name || ' ' || last_name || ' ' || mother_name, true, '1',
        presented_at, (presented_at AT TIME ZONE 'America/Lima')::date, 'full_day',
        CASE WHEN registered THEN presented_at + interval '2 hours' END,
        CASE WHEN n % 3 = 0 AND status <> 'withdrawn' THEN (presented_at AT TIME ZONE 'America/Lima')::date + 21 END,
        CASE WHEN n % 3 = 0 THEN 15 END, CASE WHEN n % 3 = 0 THEN 'presentation' END,
        to_tsvector('mesa', matter || ' ' || about || ' ' || n || ' ' || first_name || ' ' || last_name || ' ' || mother_name)
    FROM made
    RETURNING id
),
attached AS (
    INSERT INTO attachments (
        id, document_id, kind, position, title, filename, size, sha256, media_type, pages, text_done, created_at
    )
    SELECT gen_random_uuid(), id, 'main', 0, 'Documento principal', 'escrito.pdf', CAST(:size AS bigint), :sha256,
        'application/pdf', 1, true, presented_at
    FROM made
),
sent AS (
    INSERT INTO legs (id, document_id, area_id, purpose, instruction, state, sent_at, sent_by)
    SELECT gen_random_uuid(), id, CAST(:area AS uuid), 'action', '', 'sent', presented_at + interval '3 hours', CAST(:clerk AS uuid)
    FROM made WHERE status = 'routed'
)
INSERT INTO movements (id, document_id, act, at, from_status, to_status)
SELECT gen_random_uuid(), id, 'present', presented_at, NULL, 'presented' FROM made
