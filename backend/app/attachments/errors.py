"""Why a file is refused. Each says how to fix it."""

from app.problems import Conflict, DomainError


class FileRefused(DomainError):
    """A file whose content cannot be accepted."""

    status = 422


class FileEmpty(FileRefused):
    code, title = "file_empty", "El archivo está vacío. Elija otro."


class FileTooLarge(FileRefused):
    code, status, title = "file_too_large", 413, "El archivo supera el tamaño permitido. Redúzcalo o divídalo."


class FileExtensionNotAllowed(FileRefused):
    code, title = "file_extension_not_allowed", "Ese tipo de archivo no se admite. Guárdelo como PDF."


class FileTypeMismatch(FileRefused):
    code = "file_type_mismatch"
    title = "El contenido no corresponde a la extensión del archivo. Guárdelo de nuevo con el programa que lo hizo."


class FileEncrypted(FileRefused):
    code, title = "file_encrypted", "Este archivo tiene contraseña. Quítela y vuelva a adjuntarlo."


class FileActiveContent(FileRefused):
    code = "file_active_content"
    title = "El archivo contiene macros o acciones automáticas. Guárdelo sin ellas, por ejemplo imprimiéndolo a PDF."


class FileBomb(FileRefused):
    code, title = "file_bomb", "El archivo ocupa demasiado al abrirse. Divídalo o guárdelo con menos resolución."


class FileCorrupt(FileRefused):
    code, title = "file_corrupt", "El archivo está dañado o incompleto. Vuelva a guardarlo y adjúntelo otra vez."


class FileInfected(FileRefused):
    code, title = "file_infected", "El antivirus encontró un virus en este archivo. No lo abra ni lo envíe."


class FileNameInvalid(FileRefused):
    code, title = "file_name_invalid", "El nombre del archivo no es válido. Cámbielo y vuelva a adjuntarlo."


REFUSALS: dict[str, type[FileRefused]] = {
    refused.code: refused
    for refused in (
        FileEmpty,
        FileTooLarge,
        FileExtensionNotAllowed,
        FileTypeMismatch,
        FileEncrypted,
        FileActiveContent,
        FileBomb,
        FileCorrupt,
        FileInfected,
        FileNameInvalid,
    )
}


class MultipartMalformed(DomainError):
    code, status = "multipart_malformed", 400
    title = "El envío llegó incompleto o mal formado. Inténtelo de nuevo."


class UploadUnfinished(Conflict):
    code, title = "upload_unfinished", "El archivo todavía no termina de llegar."


class FileAwaitsScan(Conflict):
    code, title = "file_awaits_scan", "El archivo espera la revisión del antivirus. Intente más tarde."
