"""What can go wrong with an account, told without saying whether it exists."""

from app.problems import Conflict, Forbidden, Unauthorized


class WrongCredentials(Unauthorized):
    code, title = "wrong_credentials", "El correo o la contraseña no son correctos."


class OtpRequired(Unauthorized):
    code, title = "otp_required", "Ingrese el código de seis cifras de su aplicación."


class SessionEnded(Unauthorized):
    code, title = "session_ended", "Su sesión terminó. Ingrese de nuevo."


class ForeignOrigin(Forbidden):
    code, title = "foreign_origin", "Esta solicitud viene de otro sitio."


class TotpActive(Conflict):
    code, title = "totp_active", "La verificación en dos pasos ya está activa."


class OwnRole(Conflict):
    code, title = "own_role", "Nadie cambia su propio rol ni desactiva su propia cuenta."


class LastAdmin(Conflict):
    code, title = "last_admin", "Debe quedar al menos una persona que administre el sistema."
