-- A copy of a database must never reach a live payroll, nor use up the one refresh
-- token that the original depends on.
DELETE FROM loket_token;
DELETE FROM loket_sign_in;
UPDATE loket_connection
   SET state = 'draft',
       state_message = NULL,
       client_secret_stored = NULL,
       environment = 'acceptance',
       api_url = 'https://api.loket-acc.nl/v2',
       oauth_url = 'https://oauth.loket-acc.nl';
